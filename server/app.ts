import type { Server } from 'node:http'
import { Callers } from './access/callers.ts'
import { isLocalHost } from './access/origin.ts'
import { createApi } from './api/api.ts'
import { describeApi } from './api/openapi.ts'
import { Pool } from './box/pool.ts'
import { askToolchain, type Toolchain } from './box/toolchain.ts'
import { createClassrooms } from './classes/classrooms.ts'
import type { Engine } from './engine/engine.ts'
import { createOwner, Reaper } from './engine/reaper.ts'
import type { Catalogue } from './exercises/format/catalogue.ts'
import type { Grader } from './exercises/grading/grader.ts'
import { Submissions } from './exercises/submissions.ts'
import { classRoutes } from './http/class-routes.ts'
import { embedRoutes } from './http/embed-routes.ts'
import { exerciseRoutes } from './http/exercise-routes.ts'
import { createHealth } from './http/health.ts'
import { createHttpServer } from './http/http-server.ts'
import { listenOn } from './http/listen.ts'
import { createLtiRouter } from './http/lti-routes.ts'
import { createMetricsServer } from './http/metrics-server.ts'
import { createPagesServer } from './http/pages-server.ts'
import { createRouter } from './http/router.ts'
import { snippetRoutes } from './http/snippet-routes.ts'
import type { WebTarget } from './http/web-process.ts'
import { Lti } from './lti/lti.ts'
import { type Config, isLoopback } from './platform/config.ts'
import type { Logger } from './platform/logger.ts'
import { type Metrics, watchLevels } from './platform/metrics.ts'
import { throttle } from './platform/throttle.ts'
import { type Posture, requireWall } from './posture/posture.ts'
import { Postures } from './posture/postures.ts'
import { describeProfile } from './profiles/describe.ts'
import type { Profile } from './profiles/profile.ts'
import type { Availability } from './protocol/exercise.ts'
import type { ImageState, ProfileInfo } from './protocol/profile-info.ts'
import { SessionTable } from './session/session-table.ts'
import { Snippets } from './snippets/snippets.ts'
import type { Store } from './store/store.ts'
import { acceptSockets } from './ws/upgrade.ts'

/** What the app needs of the pages' process. */
interface Web {
  readonly target: WebTarget | null
  stop(): Promise<void>
}

export type AppDeps = {
  readonly config: Config
  readonly engine: Engine
  /** Closed with the app. */
  readonly store: Store
  readonly profiles: readonly Profile[]
  /** Closed with the app. */
  readonly catalogue: Catalogue
  /** What grades solutions. Closed with the app. */
  readonly grader: (pool: Pool, profiles: ReadonlyMap<string, Profile>) => Grader
  readonly web: Web
  /** The script of the web component, as other sites load it. */
  readonly element: () => Promise<Uint8Array>
  /** Measures the wall of a profile's boxes from inside. */
  readonly measure: (profile: Profile, image: string, labels: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<Posture>
  readonly metrics: Metrics
  readonly dev: boolean
  readonly log: Logger
}

export type App = {
  readonly server: Server
  /** Where metrics are collected; null where that is not asked for. */
  readonly metricsServer: Server | null
  /** Removes what servers before this one left, starts to make boxes, and listens. Resolves with the port. */
  listen(): Promise<number>
  /** Serves what the pages' process reads. Resolves with its address. */
  listenForPages(): Promise<string>
  /**
   * The image of a profile is there: from now on it can be run. Its wall is measured: in a strict installation first, and the promise rejects with
   * `wall_fails` when a required layer does not hold; in any other meanwhile, and the result is logged.
   */
  setImage(profileId: string, image: string): Promise<void>
  /** How far a profile's image is, until it is there. Pages are told. */
  setImageState(profileId: string, state: ImageState): void
  /** Lets nobody in any more, ends every session and removes every box. Resolves when all of it is done. */
  close(): Promise<void>
}

/** How long a profile that was installed may take to tell its version. */
const VERSION_BOX_MS = 60_000
/** Pages are told of languages this often at most. */
const TELL_MS = 1000

/** Puts the server together. No side effect before `listen()`. */
export function createApp({
  config,
  engine,
  store,
  profiles,
  catalogue,
  grader: createGrader,
  web,
  element,
  measure,
  metrics,
  dev,
  log,
}: AppDeps): App {
  const owner = createOwner()
  const stopped = new AbortController()
  const pool = new Pool({
    engine,
    labels: owner.labels,
    profiles,
    maxBoxes: config.maxBoxes,
    warmBoxes: config.warmBoxes,
    maxQueue: config.maxQueue,
    log,
    metrics,
  })
  const reaper = new Reaper({ engine, owner, held: id => pool.holds(id), log })
  const postures = new Postures((profile, image) => measure(profile, image, owner.labels, stopped.signal), log)
  const toolchains = new Map<string, Toolchain>()
  const imageStates = new Map<string, ImageState>()
  const profileInfos = (): ProfileInfo[] =>
    profiles.map(profile => ({
      ...describeProfile(profile, toolchains.get(profile.id)),
      image: pool.isReady(profile.id) ? { name: 'ready' } : (imageStates.get(profile.id) ?? { name: 'waiting' }),
      ready: pool.isReady(profile.id),
      box: `${engine.tierName(profile.tier) ?? profile.tier} box`,
    }))
  const profilesById = new Map(profiles.map(profile => [profile.id, profile]))
  const snippets = new Snippets({
    rows: store.snippets,
    profiles: profilesById,
    version: ({ id }) => toolchains.get(id)?.version ?? null,
    now: Date.now,
    log,
  })
  const grader = createGrader(pool, profilesById)
  const submissions = new Submissions({
    rows: store.submissions,
    gradings: store.gradings,
    versions: store.versions,
    catalogue,
    profiles: profilesById,
    grade: grader.grade,
    keptDays: config.submissionDays,
    metrics,
    now: Date.now,
    log,
  })
  const sessions = new SessionTable({
    pool,
    profiles: profilesById,
    log,
    metrics,
    graceMs: config.graceMs,
    boxIdleMs: config.boxIdleMs,
    maxSessions: config.maxSessions,
    sessionsPerAddress: config.sessionsPerAddress,
  })
  const callers = new Callers({
    access: config.api,
    runsPerHour: config.runsPerHour,
    atOnce: config.runsPerAddress,
    find: hash => store.keys.find(hash),
  })
  const { origins } = config
  // On a public address it may be called anything, and so may one that a proxy asks.
  const isOwnHost = (host: string): boolean => !isLoopback(config.host) || config.proxies > 0 || isLocalHost(host, origins)
  const pageOrigins = [...origins, ...config.apiOrigins]
  const exercises = { catalogue, availability: (id: string) => availabilityOf(profilesById.has(id), pool.isReady(id)) }
  const classrooms = createClassrooms({ store, index: () => catalogue.index(), now: Date.now, log })
  const lti = new Lti({ store, classes: classrooms.classes, exercises: () => catalogue.index().exercises, now: Date.now, log })
  submissions.onGraded(({ member, submission: { slug, grading } }) => {
    if (member === null) return
    classrooms.graded(member)
    lti.graded({ member, slug, points: grading.points, maxPoints: grading.maxPoints })
  })
  const memberOf = (token: string) => classrooms.classes.memberOf(token)
  const routes = [
    ...snippetRoutes({ snippets, callers, origins: pageOrigins }),
    ...exerciseRoutes({ ...exercises, submissions, memberOf, callers, origins: pageOrigins }),
    ...classRoutes({ classrooms, submissions, origins: pageOrigins }),
  ]
  const api = createApi({ config, callers, pool, profiles: profilesById, infos: profileInfos, routes, log, metrics })
  const examples = createRouter({ routes: embedRoutes({ snippets, callers, origins, element }), prefix: '/oembed', log })
  const courses = createLtiRouter({ lti, isOwnHost, origins, log })
  const { server, webUpgrade } = createHttpServer({
    health: createHealth({ pool, profiles, engineName: engine.name, sessions: () => sessions.size, postures }),
    takenDown: id => snippets.isTakenDown(id),
    web: () => web.target,
    api: (request, response) => examples(request, response) || courses(request, response) || api.answer(request, response),
    embedOrigins: config.embedOrigins,
    courseOrigins: () => lti.frames,
    proxies: config.proxies,
    isOwnHost,
    dev,
    log,
  })
  const sockets = acceptSockets(server, {
    sessions,
    profiles: profileInfos,
    log,
    origins,
    proxies: config.proxies,
    isOwnHost,
    otherUpgrade: (...upgrade) => api.sockets.upgrade(...upgrade) || webUpgrade(...upgrade),
  })
  watchLevels(metrics, {
    sessions: () => sessions.size,
    connections: () => sockets.count(),
    gradings: () => submissions.ongoing,
    gradingsWaiting: grader.waiting,
    pool: () => ({ ...pool.figures, profiles: pool.levels }),
  })
  const tellProfiles = throttle(() => sessions.broadcast({ type: 'profiles', profiles: profileInfos() }), TELL_MS)
  /** One after the other: the boxes for it are not to stand in anybody's way. */
  let learning: Promise<void> = Promise.resolve()

  let closing: Promise<void> | null = null

  async function close(): Promise<void> {
    stopped.abort()
    tellProfiles[Symbol.dispose]()
    reaper.stop()
    const closed = new Promise(resolve => server.close(resolve))
    sockets.closeAll()
    api.sockets.closeAll()
    sessions.endAll()
    await submissions.close()
    await classrooms.close()
    grader.close()
    await lti.close()
    await Promise.all([pool.close(), postures.done()])
    server.closeAllConnections()
    metricsServer?.close()
    metricsServer?.closeAllConnections()
    await closed
    await web.stop()
    pagesServer.close()
    pagesServer.closeAllConnections()
    await catalogue[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  }

  async function learnToolchain(profile: Profile): Promise<void> {
    if (stopped.signal.aborted) return
    try {
      await using lease = await pool.take({
        profile,
        tenant: 'version',
        own: true,
        signal: AbortSignal.any([stopped.signal, AbortSignal.timeout(VERSION_BOX_MS)]),
      })
      toolchains.set(profile.id, await askToolchain(lease.box, profile))
      tellProfiles()
    } catch (fault) {
      if (!stopped.signal.aborted) log.warn({ err: fault, profile: profile.id }, 'could not learn a toolchain’s version')
    }
  }

  const pagesServer = createPagesServer({ snippets, exercises, apiDescription: describeApi(callers.access), log })
  const metricsServer = config.metricsPort === null ? null : createMetricsServer(metrics.registry, config.metricsToken)

  return {
    server,
    metricsServer,
    listen: async () => {
      await reaper.start()
      submissions.start()
      classrooms.start()
      await lti.start()
      if (metricsServer) await listenOn(metricsServer, config.metricsPort ?? 0, config.metricsHost)
      return listenOn(server, config.port, config.host)
    },
    listenForPages: async () => `http://127.0.0.1:${await listenOn(pagesServer, 0, '127.0.0.1')}`,
    setImage: async (profileId, image) => {
      const profile = profiles.find(candidate => candidate.id === profileId)
      if (!profile) throw new Error(`no profile ${profileId}`)
      const measured = postures.measure(profile, image)
      if (config.strict) requireWall(await measured)
      pool.setImage(profileId, image)
      tellProfiles()
      learning = learning.then(() => learnToolchain(profile))
      void submissions.resume(profileId)
    },
    setImageState: (profileId, state) => {
      imageStates.set(profileId, state)
      tellProfiles()
    },
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

function availabilityOf(isOffered: boolean, isReady: boolean): Availability {
  if (!isOffered) return 'bad_profile'
  return isReady ? 'ready' : 'not_ready'
}
