/** What the door of evaluation offers of evidence. */
export { makePack, type PackMade, type PackOptions, type PackParts } from './actions/make-pack.ts'
export { type EvidenceParts, evidenceRoutes } from './routes.ts'
