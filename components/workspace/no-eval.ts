import { z } from 'zod'

// The page's policy allows no code made from text, which zod tries for speed as soon as a schema is made. Imported before any schema.
z.config({ jitless: true })
