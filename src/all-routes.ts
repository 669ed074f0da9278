import { type AccountSessions, accountRoutes } from '#src/account/door.ts'
import { companyRoutes } from '#src/company/door.ts'
import { evaluationRoutes } from '#src/evaluation/door.ts'
import type { Background } from '#src/server/background.ts'
import { fileRoutes } from '#src/server/files/routes.ts'
import type { FileStore } from '#src/server/files/store.ts'
import { type Figures, healthRoutes } from '#src/server/health/routes.ts'
import type { Routes } from '#src/server/http/mount.ts'
import type { LiveHub } from '#src/server/live/hub.ts'
import { liveRoutes } from '#src/server/live/routes.ts'
import { serviceRoutes } from '#src/service/door.ts'

export type Parts = {
  sessions: AccountSessions
  files: FileStore
  hub: LiveHub
  figures: Figures
  background: () => Background | undefined
}

/** Every endpoint of the product: what the server mounts, what the OpenAPI document prints, what the walking test walks. */
export function allRoutes(parts: Parts): Routes[] {
  return [
    healthRoutes(parts.figures, parts.background),
    liveRoutes(parts.hub),
    fileRoutes(parts.files),
    accountRoutes(parts.sessions),
    companyRoutes,
    serviceRoutes,
    evaluationRoutes,
  ]
}
