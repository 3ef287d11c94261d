// The other file of this program is shelf.ts: it is in the list of files.
import { type Book, Shelf } from './shelf'

const shelf = new Shelf<Book>()
shelf.add({ title: 'The Time Machine', year: 1895 })
shelf.add({ title: 'Frankenstein', year: 1818 })
shelf.add({ title: 'Dracula', year: 1897 })

for (const { title, year } of shelf.sortedBy('year')) console.log(`${year}  ${title}`)
