import { createClient } from '@renexus/client'
import { RenexusProvider, useCursors, useDocument, useSaved } from '@renexus/client/react'
import { StrictMode, useState, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'

const token = await (await fetch('/token')).text()
const client = createClient({ url: RENEXUS_URL, getToken: () => token })
const ID = 'example-react'

function useItems (doc) {
  const items = doc.getArray('items')
  const shown = useSyncExternalStore(
    (changed) => {
      items.observe(changed)
      return () => items.unobserve(changed)
    },
    () => JSON.stringify(items.toJSON())
  )
  return [JSON.parse(shown), (item) => items.push([item])]
}

function List () {
  const { doc, status } = useDocument(ID, { offline: true })
  const { saved, pending } = useSaved(ID)
  const [items, add] = useItems(doc)
  const [word, setWord] = useState('')
  return (
    <>
      <h1>A shared list</h1>
      <ul>{items.map((item, index) => <li key={index}>{item}</li>)}</ul>
      <form onSubmit={(event) => { event.preventDefault(); add(word); setWord('') }}>
        <input aria-label="Word" value={word} onChange={(event) => setWord(event.target.value)} /> <button>Add</button>
      </form>
      <p>{status}, {saved ? 'saved' : `saving ${pending}`}, {useCursors(ID).length} here</p>
    </>
  )
}

createRoot(document.getElementById('root')).render(
  <StrictMode><RenexusProvider client={client}><List /></RenexusProvider></StrictMode>
)
