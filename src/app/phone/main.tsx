import '#src/client/no-eval.ts'
import { startApp } from '#src/app/shell/start-app.tsx'
import { keepReads, restoreReads } from '#src/client/kept-reads.ts'
import { newQueryClient } from '#src/client/query.ts'
import { watchForNewVersion } from './new-version.ts'
import { Phone } from './phone.tsx'

const client = newQueryClient()
// Without storage (private browsing) the phone still works while it is online.
await restoreReads(client).catch(reportError)
keepReads(client)
watchForNewVersion()
await startApp('/phone', client, <Phone />)
