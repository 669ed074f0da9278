import type { Routes } from '#src/server/http/mount.ts'
import { changeSwitches, showSwitches } from './actions.ts'
import { changeNotices, showNotices } from './contract.ts'

export const noticeRoutes: Routes = (mount) => {
  mount.query(showNotices, showSwitches)
  mount.command(changeNotices, (tx, { body }) => changeSwitches(tx, body))
}
