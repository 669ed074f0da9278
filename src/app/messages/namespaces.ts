import type account from './zh-CN/account.json'
import type after from './zh-CN/after.json'
import type appeal from './zh-CN/appeal.json'
import type assessment from './zh-CN/assessment.json'
import type audit from './zh-CN/audit.json'
import type authenticity from './zh-CN/authenticity.json'
import type certificate from './zh-CN/certificate.json'
import type client from './zh-CN/client.json'
import type common from './zh-CN/common.json'
import type company from './zh-CN/company.json'
import type correction from './zh-CN/correction.json'
import type decision from './zh-CN/decision.json'
import type desk from './zh-CN/desk.json'
import type dispatch from './zh-CN/dispatch.json'
import type evaluation from './zh-CN/evaluation.json'
import type evidence from './zh-CN/evidence.json'
import type field from './zh-CN/field.json'
import type gap from './zh-CN/gap.json'
import type holderTransition from './zh-CN/holder-transition.json'
import type home from './zh-CN/home.json'
import type importWords from './zh-CN/import.json'
import type kit from './zh-CN/kit.json'
import type material from './zh-CN/material.json'
import type notice from './zh-CN/notice.json'
import type parcel from './zh-CN/parcel.json'
import type portal from './zh-CN/portal.json'
import type progress from './zh-CN/progress.json'
import type refusal from './zh-CN/refusal.json'
import type request from './zh-CN/request.json'
import type shell from './zh-CN/shell.json'
import type transition from './zh-CN/transition.json'
import type visit from './zh-CN/visit.json'

/**
 * One line per catalogue. Chinese is the source: its keys are the keys that `t()` accepts, checked by the compiler.
 * A catalogue `foo` is the pair `zh-CN/foo.json` and `en/foo.json`; a screen asks for it with `useTranslation('foo')`.
 */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    returnNull: false
  }
  interface ResourceNamespaceMap {
    account: typeof account
    parcel: typeof parcel
    appeal: typeof appeal
    assessment: typeof assessment
    gap: typeof gap
    kit: typeof kit
    material: typeof material
    progress: typeof progress
    authenticity: typeof authenticity
    transition: typeof transition
    'holder-transition': typeof holderTransition
    client: typeof client
    audit: typeof audit
    visit: typeof visit
    correction: typeof correction
    decision: typeof decision
    certificate: typeof certificate
    after: typeof after
    common: typeof common
    evaluation: typeof evaluation
    evidence: typeof evidence
    field: typeof field
    desk: typeof desk
    dispatch: typeof dispatch
    home: typeof home
    import: typeof importWords
    notice: typeof notice
    portal: typeof portal
    company: typeof company
    refusal: typeof refusal
    request: typeof request
    shell: typeof shell
  }
}
