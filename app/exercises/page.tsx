import './exercises.css'
import type { Metadata } from 'next'
import { ExercisesPage } from '../../components/exercise/exercises-page.tsx'
import { searchOf } from '../../components/exercise/lookup.ts'
import { taskHtml } from '../../components/exercise/task-text.ts'
import { plainButton } from '../../components/ui/looks.ts'
import { PageHead } from '../../components/ui/page-head.tsx'
import { readIndex } from './exercise-data.ts'

export const metadata: Metadata = {
  title: 'Exercises · Glovebox',
  description: 'Solve exercises in the browser, and have them checked in a sealed box.',
}

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>> }

export default async function Page({ searchParams }: Props) {
  const index = await readIndex()
  const descriptions: Record<string, string> = {}
  for (const { slug, description } of index.courses) descriptions[slug] = await taskHtml(description)
  return (
    <div className="h-dvh overflow-y-auto">
      <PageHead home={{ href: '/exercises', title: 'Exercises' }} docs="/docs">
        <a href="/" className={`${plainButton} max-sm:h-10`}>
          Playground
        </a>
      </PageHead>
      <main className="mx-auto flex max-w-5xl flex-col gap-8 px-4 py-10 max-sm:gap-6 max-sm:px-3 max-sm:py-6">
        <ExercisesPage index={index} descriptions={descriptions} first={searchOf(await searchParams)} />
      </main>
    </div>
  )
}
