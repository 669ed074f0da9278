/** What upper floors and the wiring may ask of the service area. */
import type { Routes } from '#src/server/http/mount.ts'
import { dispatchRoutes } from './dispatch/routes.ts'
import { noticeRoutes } from './notice/routes.ts'
import { ratingRoutes } from './rating/routes.ts'
import { requestRoutes } from './request/routes.ts'
import { trackingRoutes } from './tracking/routes.ts'
import { workOrderRoutes } from './work-order/routes.ts'

export { overdueSweep } from './clock/jobs.ts'
export { assignWorkOrder } from './dispatch/actions/assign.ts'
export { createWorkOrder } from './dispatch/actions/create.ts'
export { importSweep } from './import/jobs/sweep.ts'
export { importRoutes } from './import/routes.ts'
export { noticeSweep } from './notice/jobs.ts'
export { followUpRating, recordCallBack } from './rating/actions.ts'
export { createRequest } from './request/actions/create.ts'
export { requireRequest, takeSteps } from './request/actions/take-step.ts'
export { requestJobs as serviceJobs } from './request/jobs.ts'
export { arrive, finishWorkOrder } from './work-order/actions/work.ts'

/** All of this area's endpoints, for the one place that wires. */
export const serviceRoutes: Routes = (mount, platform) => {
  for (const routes of [requestRoutes, dispatchRoutes, workOrderRoutes, ratingRoutes, trackingRoutes, noticeRoutes])
    routes(mount, platform)
}
