'use client'

import { ArrowDown, ArrowUp, ChevronLeft, ChevronRight, ChevronsUpDown } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { IconButton } from '../ui/icon-button.tsx'
import { COLUMNS_MOST, type Order, ROWS_MOST, readTable, sortRows } from './csv.ts'

const PAGE_ROWS = 100

/** A table of values, a page of rows at a time. The names of the columns sort. */
export function TableView({ name, text }: { readonly name: string; readonly text: string }) {
  const table = useMemo(() => readTable(text), [text])
  const [order, setOrder] = useState<Order | null>(null)
  const [page, setPage] = useState(0)
  const place = useRef<HTMLElement>(null)
  const rows = useMemo(() => (order ? sortRows(table, order) : table.rows), [table, order])
  const from = page * PAGE_ROWS
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_ROWS))

  const sort = (column: number): void => {
    setPage(0)
    if (order?.column !== column) setOrder({ column, descending: false })
    else setOrder(order.descending ? null : { column, descending: true })
  }
  const turn = (to: number): void => {
    setPage(to)
    place.current?.scrollTo({ top: 0 })
  }

  if (table.head.length === 0) return <p className="p-4 text-muted">The table is empty.</p>
  return (
    <div className="flex h-full min-h-0 flex-col">
      <section
        ref={place}
        aria-label={`${name}, table`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        tabIndex={0}
        className="min-h-0 grow overflow-auto -outline-offset-2"
      >
        <table className="border-separate border-spacing-0 text-[13px]">
          <thead>
            <tr>
              <th scope="col" className="sticky top-0 left-0 z-20 border-line border-r border-b bg-ground px-2 py-1">
                <span className="sr-only">Row</span>
              </th>
              {table.head.map((title, column) => {
                const sorted = order?.column === column ? order : null
                const Icon = !sorted ? ChevronsUpDown : sorted.descending ? ArrowDown : ArrowUp
                return (
                  <th
                    // biome-ignore lint/suspicious/noArrayIndexKey: a column is known by its place
                    key={column}
                    scope="col"
                    aria-sort={!sorted ? 'none' : sorted.descending ? 'descending' : 'ascending'}
                    className="sticky top-0 z-10 border-line border-r border-b bg-ground p-0 font-medium"
                  >
                    <button
                      type="button"
                      onClick={() => sort(column)}
                      title={`Sort by ${title}`}
                      className={`flex min-h-8 w-full items-center gap-1 px-2.5 -outline-offset-2 hover:bg-accent-soft max-sm:min-h-11 ${table.numeric[column] ? 'flex-row-reverse' : ''}`}
                    >
                      <span className="max-w-60 truncate">{title}</span>
                      <Icon className={`size-3.5 shrink-0 ${sorted ? 'text-accent' : 'text-muted opacity-60'}`} aria-hidden="true" />
                    </button>
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {rows.slice(from, from + PAGE_ROWS).map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place
              <tr key={from + at} className="hover:bg-accent-soft">
                <th
                  scope="row"
                  className="sticky left-0 border-line border-r border-b bg-ground px-2 py-1 text-right font-normal text-muted text-xs tabular-nums"
                >
                  {from + at + 1}
                </th>
                {table.head.map((_title, column) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its place
                    key={column}
                    title={(row[column]?.length ?? 0) > 40 ? row[column] : undefined}
                    className={`max-w-80 truncate border-line border-r border-b px-2.5 py-1 ${table.numeric[column] ? 'text-right tabular-nums' : ''}`}
                  >
                    {row[column]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className="flex min-h-9 shrink-0 items-center gap-2 border-line border-t px-3 text-muted text-xs">
        <p className="min-w-0 grow truncate" aria-live="polite">
          {rows.length === 0 ? 'No rows' : `Rows ${from + 1} to ${Math.min(from + PAGE_ROWS, rows.length)} of ${rows.length}`}
          {table.moreRows && `; only the first ${ROWS_MOST} are shown`}
          {table.moreColumns && `; only the first ${COLUMNS_MOST} columns are shown`}
        </p>
        {pages > 1 && (
          <>
            <IconButton label="Page before" onClick={() => turn(Math.max(0, page - 1))} small>
              <ChevronLeft className="size-4" aria-hidden="true" />
            </IconButton>
            <span className="tabular-nums">
              {page + 1} / {pages}
            </span>
            <IconButton label="Next page" onClick={() => turn(Math.min(pages - 1, page + 1))} small>
              <ChevronRight className="size-4" aria-hidden="true" />
            </IconButton>
          </>
        )}
      </div>
    </div>
  )
}
