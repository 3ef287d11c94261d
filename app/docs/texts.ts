import compatibility from '../../COMPATIBILITY.md'
import contributing from '../../CONTRIBUTING.md'
import type { FileTexts } from '../../components/docs/doc-pages.ts'
import protocol from '../../PROTOCOL.md'
import agentProtocol from '../../profiles/agent/PROTOCOL.md'
import languages from '../../profiles/README.md'
import readme from '../../README.md'
import security from '../../SECURITY.md'
import api from './texts/api.md'
import classes from './texts/classes.md'
import embedding from './texts/embedding.md'
import exercises from './texts/exercises.md'
import lti from './texts/lti.md'
import operating from './texts/operating.md'
import overview from './texts/overview.md'
import sharing from './texts/sharing.md'
import teaching from './texts/teaching.md'
import using from './texts/using.md'

/** Taken in when the pages are built (next.config.js): their process has no repository to read. */
export const TEXTS: FileTexts = {
  'app/docs/texts/overview.md': overview,
  'app/docs/texts/using.md': using,
  'app/docs/texts/sharing.md': sharing,
  'app/docs/texts/teaching.md': teaching,
  'app/docs/texts/classes.md': classes,
  'app/docs/texts/exercises.md': exercises,
  'app/docs/texts/lti.md': lti,
  'app/docs/texts/embedding.md': embedding,
  'app/docs/texts/api.md': api,
  'app/docs/texts/operating.md': operating,
  'COMPATIBILITY.md': compatibility,
  'CONTRIBUTING.md': contributing,
  'PROTOCOL.md': protocol,
  'README.md': readme,
  'SECURITY.md': security,
  'profiles/README.md': languages,
  'profiles/agent/PROTOCOL.md': agentProtocol,
}
