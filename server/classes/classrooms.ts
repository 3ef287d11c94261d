import type { Logger } from '../platform/logger.ts'
import type { ExerciseIndex } from '../protocol/exercise.ts'
import type { Store } from '../store/store.ts'
import { Classes } from './classes.ts'
import { Live } from './live.ts'
import { Presences } from './presences.ts'
import { startPruning } from './pruning.ts'
import { Work } from './work.ts'

export type Classrooms = {
  readonly classes: Classes
  readonly work: Work
  readonly presences: Presences
  readonly live: Live
  /** Something of a student is graded. */
  readonly graded: (memberId: string) => void
  /** From now on, what nobody has joined for long is dropped. */
  readonly start: () => void
  readonly close: () => Promise<void>
}

type Deps = {
  readonly store: Pick<Store, 'classes' | 'members' | 'comments' | 'submissions' | 'progress'>
  /** What there is to be solved now. */
  readonly index: () => ExerciseIndex
  readonly now: () => number
  readonly log: Logger
}

/** Everything that classes are made of. */
export function createClassrooms({ store, index, now, log }: Deps): Classrooms {
  const onChange = (classId: string, memberId: string | null): void => live.changed(classId, memberId)
  const classes = new Classes({ store, index, now, log, onChange })
  const work = new Work({ classes, store, now })
  const presences = new Presences(store.members, now)
  const live = new Live({
    view: async id => {
      const found = await classes.find(id)
      return found && classes.view(found)
    },
    members: id => store.members.ofClass(id),
    progress: ids => work.progress(ids),
    presences,
    now,
    log,
  })
  let pruning: AsyncDisposable | null = null
  return {
    classes,
    work,
    presences,
    live,
    graded: memberId => {
      store.members.find(memberId).then(
        member => member && live.changed(member.class, memberId),
        fault => log.warn({ err: fault }, 'a class could not be told of a grading'),
      )
    },
    start: () => {
      pruning ??= startPruning({ classes: store.classes, now, log })
    },
    close: async () => pruning?.[Symbol.asyncDispose](),
  }
}
