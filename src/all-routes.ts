import { type AccountSessions, accountRoutes, parcelRoutes } from '#src/account/door.ts'
import { allHandlers } from '#src/all-handlers.ts'
import { certificationRoutes } from '#src/certification/door.ts'
import { companyRoutes } from '#src/company/door.ts'
import {
  certificationProgressRoutes,
  correctionRoutes,
  type EvidenceParts,
  evaluationRoutes,
  evidenceRoutes,
  materialRoutes,
} from '#src/evaluation/door.ts'
import type { Background } from '#src/server/background.ts'
import { fileRoutes } from '#src/server/files/routes.ts'
import { type Figures, healthRoutes } from '#src/server/health/routes.ts'
import type { Routes } from '#src/server/http/mount.ts'
import type { LiveHub } from '#src/server/live/hub.ts'
import { liveRoutes } from '#src/server/live/routes.ts'
import { messageRoutes } from '#src/server/messages/routes.ts'
import { importRoutes, serviceRoutes } from '#src/service/door.ts'

export type Parts = EvidenceParts & {
  hub: LiveHub
  figures: Figures
  /** The address under which people find this installation. */
  publicUrl: string
  /** Of an authority that stamps what bodies sign; empty for none. */
  timestampUrl?: string
  background: () => Background | undefined
}

/** Every endpoint of the product: what the server mounts, what the OpenAPI document prints, what the walking test walks. */
export function allRoutes(parts: Parts & { sessions: AccountSessions }): Routes[] {
  return [accountRoutes(parts.sessions), ...routesBesideAccount(parts)]
}

/** All but those of accounts, which the tests' platform mounts by itself. */
export function routesBesideAccount(parts: Parts): Routes[] {
  return [
    healthRoutes(parts.figures, parts.background),
    liveRoutes(parts.hub),
    fileRoutes(parts.files),
    messageRoutes,
    parcelRoutes(parts, allHandlers(parts)),
    companyRoutes,
    serviceRoutes,
    importRoutes(parts.files),
    evaluationRoutes,
    evidenceRoutes(parts),
    materialRoutes(parts),
    correctionRoutes(parts),
    certificationProgressRoutes(parts),
    certificationRoutes(parts),
  ]
}
