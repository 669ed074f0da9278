import { accept } from '#src/shared/decision.ts'
import type { Routes } from '../http/mount.ts'
import { giveUp, markSent, openMessage, retry, showMessages } from './actions.ts'
import * as contract from './contract.ts'

export const messageRoutes: Routes = (mount) => {
  mount.query(contract.listMessages, async (tx, { query }) => accept(await showMessages(tx, query)))
  mount.query(contract.readMessage, (tx, { params }) => openMessage(tx, params.messageId))
  mount.command(contract.retryMessage, (tx, { params }) => retry(tx, params.messageId))
  mount.command(contract.giveUpMessage, (tx, { params }) => giveUp(tx, params.messageId))
  mount.command(contract.markMessageSent, (tx, { params }) => markSent(tx, params.messageId))
}
