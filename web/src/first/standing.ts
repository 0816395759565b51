import type { Found } from './asking'
import { AWAITS, FIRST, STANDS, TITLE } from './handing'
import { read } from './reading'

/** How it looks, made of the app's own looks by the build. */
declare const LOOK: string

/** Milliseconds for which letters are waited for. */
const PATIENCE = 300

const part = (name: string, className: string, ...content: (Node | string)[]): HTMLElement => {
  const element = document.createElement(name)
  element.className = className
  element.append(...content)
  return element
}

/** Whether the app shows anything; styles are nothing. */
const drawn = () => document.querySelector('#__next > :not(style)') !== null

/** Whether the app, if it is there, still waits for the text of this address. */
const awaited = (address: string) => !drawn() || (location.pathname === address && document.querySelector(`[${AWAITS}]`) !== null)

/** The body may still be on its way. */
const bodyThere = () =>
  new Promise<void>((resolve) => {
    const look = () => {
      if (document.querySelector('body') === null) return false
      watch.disconnect()
      resolve()
      return true
    }
    const watch = new MutationObserver(look)
    if (!look()) watch.observe(document.documentElement, { childList: true })
  })

const lettersThere = () =>
  Promise.race([document.fonts.load('1em "Inter Variable"'), new Promise((resolve) => { setTimeout(resolve, PATIENCE) })])

/** After the next frame. */
const painted = () => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)) })

/** Shows a document read only, behind the app as soon as that draws anything, until the app does not wait for the text any more. */
export const stand = async ({ title, text }: Found): Promise<void> => {
  const address = location.pathname
  const blocks = read(text)
  if (!blocks.firstChild) return
  await Promise.all([bodyThere(), lettersThere()])
  if (!awaited(address)) return
  const name = part('h1', 'title', title)
  const main = part('main', 'main', part('div', 'page', name, part('div', 'prose', part('div', 'tiptap', blocks))))
  main.tabIndex = 0
  const first = part('div', '', part('style', '', LOOK), part('div', 'side'), part('div', 'rest', part('div', 'bar'), main))
  first.id = FIRST
  document.body.append(first)
  document.documentElement.setAttribute(STANDS, '')
  const leave = () => {
    watch.disconnect()
    const top = main.scrollTop
    first.remove()
    document.documentElement.removeAttribute(STANDS)
    const place = document.getElementById('content')
    if (place && top > 0 && location.pathname === address) place.scrollTop = top
  }
  // Heard of before the frame that shows it.
  const look = () => {
    if (!awaited(address)) leave()
    else if (drawn()) {
      first.inert = true
      name.style.visibility = document.querySelector(`[${TITLE}]`) ? 'hidden' : ''
    }
  }
  const watch = new MutationObserver(look)
  watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: [AWAITS] })
  look()
  await painted()
}
