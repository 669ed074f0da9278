/** What the door of evaluation offers of evidence. */
export { makePack } from './actions/make-pack.ts'
export { type EvidenceParts, evidenceRoutes } from './routes.ts'
