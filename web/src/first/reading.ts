// Reads the markup that the server writes of a rich text: nodes and marks as tags, characters as they are. Only tags that
// may stand at a place are tags there; everything else is characters. What does not fit ends the reading: the blocks
// before it are right. Elements are made one by one and carry no address, so nothing of a text can do anything.

type Carried = Record<string, string>

/** A node under construction: its element, and where in it the content goes. */
interface Open {
  name: string
  element: HTMLElement
  inside: HTMLElement
}

/** Tags within tags. */
const DEEPEST = 40

const make = (name: string, ...content: (Node | string)[]): HTMLElement => {
  const element = document.createElement(name)
  element.append(...content)
  return element
}

/** An element that holds the content of another one. */
const around = (element: HTMLElement, inside: HTMLElement): Omit<Open, 'name'> => {
  element.append(inside)
  return { element, inside }
}

const numbered = (element: HTMLElement, name: string, value: string | undefined): HTMLElement => {
  const number = Number(value)
  if (Number.isInteger(number) && number > 1 && number < 1_000) element.setAttribute(name, String(number))
  return element
}

const cell = (name: string) => ({ colspan, rowspan }: Carried) => numbered(numbered(make(name), 'colspan', colspan), 'rowspan', rowspan)

const task = ({ checked }: Carried) => {
  const box = make('input') as HTMLInputElement
  box.type = 'checkbox'
  box.disabled = true
  box.checked = checked === 'true'
  box.setAttribute('aria-label', '✓')
  const label = make('label', box, make('span'))
  label.contentEditable = 'false'
  const item = make('li', label)
  item.dataset.checked = String(box.checked)
  return around(item, make('div'))
}

const mention = ({ kind, id = '', label = '' }: Carried) => {
  const span = make('span', kind === 'task' ? id : `@${label}`)
  span.className = 'mention'
  return span
}

const tasks = () => {
  const list = make('ul')
  list.dataset.type = 'taskList'
  return list
}

const table = () => {
  const wrapper = make('div')
  wrapper.className = 'tableWrapper'
  const [outer, body] = [make('table'), make('tbody')]
  outer.append(body)
  wrapper.append(outer)
  return { element: wrapper, inside: body }
}

const plain = (name: string) => () => make(name)

type Maker = (carried: Carried) => HTMLElement | Omit<Open, 'name'>

/** Nodes that hold characters. */
const LINES: Record<string, Maker> = {
  paragraph: plain('p'),
  heading: ({ level }) => make(`h${Math.min(Math.max(Number(level) || 1, 1), 6)}`),
  codeBlock: () => around(make('pre'), make('code'))
}

/** Nodes that hold nodes, or nothing. */
const BLOCKS: Record<string, Maker> = {
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
  image: () => make('figure', make('div'))
}

/** Marks, and nodes within a line. */
const INLINE: Record<string, Maker> = {
  bold: plain('strong'),
  italic: plain('em'),
  strike: plain('s'),
  code: plain('code'),
  underline: plain('u'),
  link: plain('a'),
  hardBreak: plain('br'),
  mention
}

const KNOWN = { ...BLOCKS, ...LINES, ...INLINE }
const NAMES = Object.keys(KNOWN).join('|')
const TAG = new RegExp(`<(/?)(${NAMES})((?: [\\w-]+="[^"]*")*)>`, 'g')

const carriedBy = (words: string): Carried => Object.fromEntries([...words.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]))

/** A browser gives an empty line its height only when a break stands in it; editors put one there. */
const ended = ({ name, inside }: Open) => {
  const last = inside.lastChild
  if (name in LINES && (last === null || last.nodeName === 'BR' || (name === 'codeBlock' && inside.textContent.endsWith('\n')))) inside.append(make('br'))
}

/** The blocks of a text, as far as it can be read. */
export const read = (markup: string): DocumentFragment => {
  const blocks = document.createDocumentFragment()
  const open: Open[] = []
  let at = 0
  for (const { 0: tag, 1: slash, 2: name = '', 3: words = '', index } of markup.matchAll(TAG)) {
    const top = open.at(-1)
    const inLine = top !== undefined && (top.name in LINES || top.name in INLINE)
    const closes = slash === '/' && name === top?.name
    // In a line only its own end and what may stand in lines are tags.
    const isTag = closes || (!inLine ? slash === '' && !(name in INLINE) : name in INLINE && top.name !== 'codeBlock')
    if (!isTag && inLine) continue
    const between = markup.slice(at, index)
    if (!isTag || (between !== '' && !inLine) || (slash === '/' && !closes) || open.length > DEEPEST) break
    if (between !== '') top?.inside.append(between)
    at = index + tag.length
    if (closes) {
      ended(top)
      open.pop()
      if (open.length === 0) blocks.append(top.element)
      else open.at(-1)?.inside.append(top.element)
      continue
    }
    const made = KNOWN[name]?.(carriedBy(words))
    if (!made) break
    open.push({ name, ...('inside' in made ? made : { element: made, inside: made }) })
  }
  return blocks
}
