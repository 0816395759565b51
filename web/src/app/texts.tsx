import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'

import { english } from './english'

/** Every text of the app by topic; English decides which there are. */
export type Texts = typeof english
/** Like `shell.search`. */
export type TextKey = { [T in keyof Texts]: `${T & string}.${keyof Texts[T] & string}` }[keyof Texts]
/** What stands in the braces of a text. */
export type TextValues = Record<string, string | number>
/** Gives a text in the language of the person. */
export type Translate = (key: TextKey, values?: TextValues) => string

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

const STORED = 'rx-language'

interface Spoken {
  language: Language
  choose: (language: Language) => void
  t: Translate
}

const translator =
  (texts: Texts): Translate =>
  (key, values) => {
    const dot = key.indexOf('.')
    const [topic, name] = [key.slice(0, dot) as keyof Texts, key.slice(dot + 1)]
    const text = (texts[topic] as Record<string, string>)[name] ?? (topic === 'refusals' ? name : key)
    return values === undefined ? text : text.replace(/\{(\w+)\}/g, (whole, word: string) => String(values[word] ?? whole))
  }

const Context = createContext<Spoken>({ language: 'en', choose: () => undefined, t: translator(english) })

const first = (): Language => {
  if (typeof window === 'undefined') return 'en'
  const stored = localStorage.getItem(STORED)
  if (stored === 'en' || stored === 'de') return stored
  return navigator.language.startsWith('de') ? 'de' : 'en'
}

/** Speaks the person's language to everything inside. Languages other than English are loaded when needed. */
export function TextsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(first)
  const [german, setGerman] = useState<Texts | null>(null)
  useEffect(() => {
    document.documentElement.lang = language
    if (language === 'de' && german === null) {
      void import('./german').then((loaded) => setGerman(loaded.german))
    }
  }, [language, german])
  const choose = useCallback((chosen: Language) => {
    localStorage.setItem(STORED, chosen)
    setLanguage(chosen)
  }, [])
  const texts = language === 'de' ? german : english
  const spoken = useMemo(() => ({ language, choose, t: translator(texts ?? english) }), [language, choose, texts])
  if (texts === null) return null
  return <Context value={spoken}>{children}</Context>
}

/** The function that gives texts. */
export const useT = (): Translate => useContext(Context).t

/** Which language is spoken, and how to choose another. */
export const useLanguage = (): Spoken => useContext(Context)
