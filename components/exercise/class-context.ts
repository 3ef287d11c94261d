import { createContext } from 'react'
import type { OwnProgress } from '../../server/protocol/classes.ts'

/** What a class knows of whoever works here; undefined without one, and until it is known. */
export const ClassContext = createContext<readonly OwnProgress[] | undefined>(undefined)
