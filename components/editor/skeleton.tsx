const LINES = ['w-3/5', 'w-2/5', 'w-1/2', 'w-1/3', 'w-2/3', 'w-1/4']

/** Stands in for the editor while it loads, in the same place and size. */
export function EditorSkeleton() {
  return (
    <div className="h-full w-full bg-panel px-12 py-3" aria-hidden="true">
      {LINES.map(width => (
        <div key={width} className="flex h-5.5 items-center">
          <div className={`h-2.5 animate-pulse rounded-full bg-line ${width}`} />
        </div>
      ))}
    </div>
  )
}
