import { z } from 'zod'
import { Id } from '#src/shared/id.ts'

/** Who works on requests. */
export const DESK = ['agent', 'dispatcher', 'service_manager', 'administrator'] as const

export const AboutRequest = z.object({ requestId: Id })
