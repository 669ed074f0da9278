/** Run by the launcher's test as a process of its own, to be killed: starts the database of the folder named, says so, and stays. */
import { acquireInstanceLock } from './file-lock.ts'
import { startPostgres } from './launcher.ts'

const folder = process.argv[2]!
acquireInstanceLock(folder)
const postgres = await startPostgres({ dataDir: `${folder}/postgres` })
process.stdout.write(postgres.adopted ? 'adopted\n' : 'started\n')
setInterval(() => {}, 1000)
