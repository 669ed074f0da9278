import { config } from 'zod'

// Zod compiles object parsers with `new Function`, which our Content-Security-Policy forbids. Imported first by each entry.
config({ jitless: true })
