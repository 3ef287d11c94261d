import { join } from 'node:path'
import type { Grade } from '../exercises/exercise.ts'
import { loadCatalogue } from '../exercises/format/catalogue.ts'
import { type Regraded, type RegradeTarget, regrade } from '../exercises/regrade.ts'
import { readConfig } from '../platform/config.ts'
import { silentLogger } from '../platform/logger.ts'
import { loadProfiles } from '../profiles/load.ts'
import type { Profile } from '../profiles/profile.ts'
import { ExerciseSlug, SubmissionId } from '../protocol/exercise.ts'
import type { LtiScoreRows } from '../store/lti-score-rows.ts'
import { openStore } from '../store/open.ts'
import type { SubmissionRows } from '../store/submission-rows.ts'
import type { SetupOptions } from './options.ts'
import { SetupError, type Steps } from './steps.ts'

/** What opens a grader for these languages. */
type Prepare = (languages: readonly Profile[]) => Promise<{ readonly grade: Grade } & AsyncDisposable>

/**
 * `npm run exercises -- regrade`: grades again what was handed in, with the exercise as it was or as it is now, and tells what differs. Returns the exit
 * status: 1 where a verdict differs and is not kept, or something could not be graded.
 */
export async function runRegrade(steps: Steps, root: string, options: SetupOptions, prepare: Prepare): Promise<number> {
  const target = targetOf(options.names.slice(1))
  const config = readConfig(process.env)
  await using store = await openStore(config, silentLogger())
  const languages = await languagesOf(store.submissions, target)
  if (languages.length === 0) throw new SetupError(`Nothing that was graded is there of ${options.names[1]}.`)
  const profiles = await loadProfiles(join(root, 'profiles'))
  await using catalogue = await loadCatalogue({
    folders: [config.exercisesFolder || join(root, 'profiles/exercises')],
    languages: profiles,
    log: silentLogger(),
    rescanMs: 0,
  })
  await using grader = await prepare(profiles.filter(({ id }) => languages.includes(id)))
  const deps = {
    rows: store.submissions,
    gradings: store.gradings,
    versions: store.versions,
    catalogue,
    grade: grader.grade,
    now: Date.now,
  }
  const how = {
    version: options.newest ? ('newest' as const) : ('stored' as const),
    keep: options.keep,
    signal: new AbortController().signal,
  }
  const sums = { graded: 0, differ: 0, failed: 0, scores: 0 }
  for await (const regraded of regrade(deps, target, how)) {
    if (regraded.after) sums.graded += 1
    else sums.failed += 1
    if (regraded.differs) sums.differ += 1
    if (regraded.differs || !regraded.after) steps.say(lineOf(regraded))
    if (options.keep) sums.scores += await leaveScore(store.ltiScores, regraded)
  }
  const kept = options.keep ? 'The new results are kept.' : 'The results there were stay; --keep puts the new ones in their place.'
  steps.say(`${sums.graded} graded again, ${sums.differ} differ, ${sums.failed} could not be graded. ${kept}`)
  if (sums.scores > 0) steps.say(`${sums.scores} better scores wait for course systems: the server tells them within a minute.`)
  return sums.failed > 0 || (sums.differ > 0 && !options.keep) ? 1 : 0
}

/** Somebody's better score waits for the server to tell it to their course system. Returns in how many places that is. */
async function leaveScore(rows: LtiScoreRows, { submission: { member, slug }, grading }: Regraded): Promise<number> {
  return member === null || !grading ? 0 : rows.improve(member, slug, grading.points, grading.maxPoints, Date.now())
}

function targetOf([name, ...more]: readonly string[]): RegradeTarget {
  if (name === undefined || more.length > 0) throw new SetupError('Name one exercise, or one submission by its id.')
  // What is both is an id: those of a name's kind, without one capital letter, are rare.
  if (SubmissionId.safeParse(name).success) return { id: name }
  if (ExerciseSlug.safeParse(name).success) return { slug: name }
  throw new SetupError(`"${name}" is neither the name of an exercise nor the id of a submission.`)
}

async function languagesOf(rows: SubmissionRows, target: RegradeTarget): Promise<readonly string[]> {
  if ('slug' in target) return rows.languagesOf(target.slug)
  const kept = await rows.read(target.id)
  return kept ? [kept.language] : []
}

function lineOf({ submission, before, after, fault }: Regraded): string {
  const verdict = (of: Regraded['after']): string => (of ? `${of.status}, ${of.points} of ${of.maxPoints}` : 'no result')
  return `${submission.id}  ${verdict(before)} → ${fault ? fault.message : verdict(after)}`
}
