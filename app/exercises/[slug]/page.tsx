import '../exercises.css'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ExerciseWorkspace } from '../../../components/exercise/exercise-workspace.tsx'
import { placeOf } from '../../../components/exercise/lookup.ts'
import { Task } from '../../../components/exercise/task.tsx'
import { taskHtml } from '../../../components/exercise/task-text.ts'
import { testFilesHtml } from '../../../components/exercise/test-files.ts'
import { findExercise, readIndex } from '../exercise-data.ts'

type Props = { readonly params: Promise<{ readonly slug: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const exercise = await findExercise((await params).slug)
  return { title: `${exercise?.title ?? 'Not found'} · Glovebox exercises` }
}

export default async function Page({ params }: Props) {
  const { slug } = await params
  const [exercise, index] = await Promise.all([findExercise(slug), readIndex()])
  if (!exercise) return notFound()
  const { title, inLanguages, solutionShown, prerequisites, hints } = exercise
  const place = placeOf(index, slug)
  const made = []
  for (const hint of hints) made.push({ title: hint.title, html: await taskHtml(hint.body) })
  return (
    <ExerciseWorkspace
      exercise={{ slug, title, inLanguages, solutionShown }}
      place={place}
      hints={made}
      testFiles={await testFilesHtml(inLanguages)}
    >
      <Task
        exercise={exercise}
        html={await taskHtml(exercise.body)}
        place={place}
        before={index.exercises.filter(each => prerequisites.includes(each.slug))}
      />
    </ExerciseWorkspace>
  )
}
