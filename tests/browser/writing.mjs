// A document in a window: opened, written into, read.

/** The text of the document that is open. */
export const text = (page) => page.getByRole('textbox', { name: 'Text of the document' })

/** What is said of whether everything is on the server's disk. */
export const mark = (page) => page.locator('[data-saved]')

export const saved = (page) => mark(page).filter({ hasText: /^Saved$/ }).waitFor()

/** A document of the studio, opened by somebody who may write in it. */
export async function opened (stage, person, id) {
  const page = await stage.page()
  await stage.login(page, person)
  await page.goto(`/w/studio/docs/${id}`)
  await text(page).waitFor()
  await saved(page)
  return page
}

export const made = (stage, person, title, more = {}) => stage.call(person.token, 'POST', '/workspaces/studio/pages', { title, ...more })

/** What is read in a text, line by line. */
export const lines = (page) => text(page).evaluate((element) => [...element.children].map((child) => {
  const copy = child.cloneNode(true)
  for (const caret of copy.querySelectorAll('.collaboration-carets__caret')) caret.remove()
  return copy.textContent.replaceAll('\u2060', '')
}))

/** Selects the first place of some words, as with a mouse. */
export const select = (page, words) => text(page).evaluate((element, wanted) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const at = node.data.indexOf(wanted)
    if (at < 0) continue
    element.focus()
    getSelection().setBaseAndExtent(node, at, node, at + wanted.length)
    return
  }
  throw new Error(`"${wanted}" is not in the text`)
}, words)
