import '#src/client/no-eval.ts'
import { startApp } from '#src/app/shell/start-app.tsx'
import { newQueryClient } from '#src/client/query.ts'
import { Portal } from './portal.tsx'

void startApp('', newQueryClient(), <Portal />)
