import type { Metadata } from 'next'
import { ExampleFrame } from '../../components/embed/example-frame.tsx'

export const metadata: Metadata = { title: 'Example · Glovebox', robots: { index: false } }

/** A frame for code that the page around it hands over. */
export default function Page() {
  return <ExampleFrame first={null} autorun={false} />
}
