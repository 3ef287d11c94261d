/** Says in a frame why there is nothing to show. It leads nowhere: a frame shows only what may be in a frame. */
export function FrameMessage({ text }: { readonly text: string }) {
  return (
    <div className="grid h-dvh place-items-center bg-panel p-4 text-center text-muted">
      <p>{text}</p>
    </div>
  )
}
