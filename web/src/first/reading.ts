// Makes elements of the rich text that the server tells as JSON: the nodes and marks that the editor knows. What is not known
// ends the reading: the blocks before it are right. Elements are made one by one and carry no address, so nothing of a text
// can do anything.

/** A node or a mark, as ProseMirror writes it. */
export interface Told {
  type: string
  attrs?: Record<string, unknown>
  content?: readonly Told[]
  text?: string
  marks?: readonly Told[]
}

/** An element, and where in it the content goes. */
interface Made {
  element: HTMLElement
  inside: HTMLElement
}

/** Nodes within nodes. */
const DEEPEST = 40

class Unknown extends Error {}

const make = (name: string, ...content: (Node | string)[]): HTMLElement => {
  const element = document.createElement(name)
  element.append(...content)
  return element
}

/** An element that holds the content of another one. */
const around = (element: HTMLElement, inside: HTMLElement): Made => {
  element.append(inside)
  return { element, inside }
}

const numbered = (element: HTMLElement, name: string, value: unknown): HTMLElement => {
  const number = Number(value)
  if (Number.isInteger(number) && number > 1 && number < 1_000) element.setAttribute(name, String(number))
  return element
}

type Carried = Record<string, unknown>
type Maker = (carried: Carried) => HTMLElement | Made

const cell = (name: string): Maker => ({ colspan, rowspan }) => numbered(numbered(make(name), 'colspan', colspan), 'rowspan', rowspan)

const task: Maker = ({ checked }) => {
  const box = make('input') as HTMLInputElement
  box.type = 'checkbox'
  box.disabled = true
  box.checked = checked === true
  box.setAttribute('aria-label', '✓')
  const label = make('label', box, make('span'))
  label.contentEditable = 'false'
  const item = make('li', label)
  item.dataset.checked = String(box.checked)
  return around(item, make('div'))
}

const mention: Maker = ({ kind, id = '', label = '' }) => {
  const span = make('span', kind === 'task' ? String(id) : `@${String(label)}`)
  span.className = 'mention'
  return span
}

const tasks: Maker = () => {
  const list = make('ul')
  list.dataset.type = 'taskList'
  return list
}

const table: Maker = () => {
  const wrapper = make('div')
  wrapper.className = 'tableWrapper'
  const [outer, body] = [make('table'), make('tbody')]
  outer.append(body)
  wrapper.append(outer)
  return { element: wrapper, inside: body }
}

const plain = (name: string): Maker => () => make(name)

/** Nodes that hold characters. */
const LINES: Record<string, Maker> = {
  paragraph: plain('p'),
  heading: ({ level }) => make(`h${Math.min(Math.max(Number(level) || 1, 1), 6)}`),
  codeBlock: () => around(make('pre'), make('code'))
}

const NODES: Record<string, Maker> = {
  ...LINES,
  bulletList: plain('ul'),
  orderedList: ({ start }) => numbered(make('ol'), 'start', start),
  listItem: plain('li'),
  taskList: tasks,
  taskItem: task,
  blockquote: plain('blockquote'),
  horizontalRule: plain('hr'),
  table,
  tableRow: plain('tr'),
  tableHeader: cell('th'),
  tableCell: cell('td'),
  image: () => make('figure', make('div')),
  hardBreak: plain('br'),
  mention
}

const MARKS: Record<string, string> = { bold: 'strong', italic: 'em', strike: 's', code: 'code', underline: 'u', link: 'a' }

/** A browser gives an empty line its height only when a break stands in it; editors put one there. */
const ended = (name: string, inside: HTMLElement) => {
  const last = inside.lastChild
  if (name in LINES && (last === null || last.nodeName === 'BR' || (name === 'codeBlock' && inside.textContent.endsWith('\n')))) inside.append(make('br'))
}

const words = ({ text = '', marks = [] }: Told): Node | string =>
  marks.reduce<Node | string>((inner, { type }) => {
    const name = MARKS[type]
    return name ? make(name, inner) : inner
  }, text)

const node = (told: Told, depth: number): Node | string => {
  const { type, attrs = {}, content = [] } = told
  if (type === 'text') return words(told)
  const made = Object.hasOwn(NODES, type) ? NODES[type]?.(attrs) : undefined
  if (!made || depth > DEEPEST) throw new Unknown(type)
  const { element, inside } = 'inside' in made ? made : { element: made, inside: made }
  inside.append(...content.map((child) => node(child, depth + 1)))
  ended(type, inside)
  return element
}

/** The blocks of a text, as far as they are known. */
export const read = (text: readonly Told[]): DocumentFragment => {
  const blocks = document.createDocumentFragment()
  try {
    for (const told of text) blocks.append(node(told, 0))
  } catch (error) {
    if (!(error instanceof Unknown)) throw error
  }
  return blocks
}
