import type { ComponentType } from 'react'
import { ClientLinks } from '../../client-link/web/client-links.tsx'
import { ClientApplications, ClientContracts, ClientPacks } from './of-client.tsx'

export type ClientTab = {
  key: string
  label: 'tab.applications' | 'tab.contracts' | 'tab.packs' | 'tab.links'
  Content: ComponentType<{ clientId: string }>
}

/** What is shown of a client beside its own data: each feature that has something adds a line. */
export const CLIENT_TABS: readonly ClientTab[] = [
  { key: 'applications', label: 'tab.applications', Content: ClientApplications },
  { key: 'contracts', label: 'tab.contracts', Content: ClientContracts },
  { key: 'packs', label: 'tab.packs', Content: ClientPacks },
  { key: 'links', label: 'tab.links', Content: ClientLinks },
]
