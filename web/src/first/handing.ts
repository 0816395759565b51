/** What the script of the first text and the app have to know of each other. */

/** What is left for the app. */
export interface Handed {
  /** The answer to the question for the login, or null when none was needed. */
  answer: Promise<Response | null>
  /** When it was asked, by the clock of this machine. */
  asked: number
  /** Ends when the text is painted, or there is none: the app, which keeps the processor busy, begins then (`tools/first.mjs`). */
  done: Promise<unknown>
}

declare global {
  interface Window {
    /** Left by the first text; `taken` once the app is there. */
    renexusFirst?: Handed | 'taken'
  }
}

/** The id of what stands in front until the app shows the text. */
export const FIRST = 'first'
/** On the root of the page while it stands there. */
export const STANDS = 'data-first'
/** On what the app shows while the text of the page is on its way. */
export const AWAITS = 'data-awaits-text'
/** On the app's own title of the page. */
export const TITLE = 'data-bears-title'
