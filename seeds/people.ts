import type { Actor } from '#src/shared/actor.ts'
import type { Role } from '#src/shared/endpoint.ts'

/** The organisations and people of the demo; the same people stand in all tests and in screenshots. */
export type SeedOrganisation = { orgId: string; slug: string; name: string; kind: 'company' | 'certification_body' }
export type SeedPerson = { personId: string; org: SeedOrganisation; userName: string; name: string; roles: Role[] }

export const lanjing: SeedOrganisation = {
  orgId: '0198a000-0000-7000-8000-000000000001',
  slug: 'lanjing',
  name: '蓝鲸制冷设备',
  kind: 'company',
}
export const beacon: SeedOrganisation = {
  orgId: '0198a000-0000-7000-8000-000000000002',
  slug: 'beacon',
  name: '明灯认证',
  kind: 'certification_body',
}

let made = 0
function person(org: SeedOrganisation, userName: string, name: string, ...roles: Role[]): SeedPerson {
  made += 1
  return { personId: `0198a000-0000-7000-8000-0000000001${String(made).padStart(2, '0')}`, org, userName, name, roles }
}

export const wang = person(lanjing, 'wang', '王芳', 'agent')
export const zhao = person(lanjing, 'zhao', '赵敏', 'dispatcher')
export const li = person(lanjing, 'li', '李强', 'technician')
export const chen = person(lanjing, 'chen', '陈伟', 'technician')
export const sun = person(lanjing, 'sun', '孙丽', 'service_manager')
export const zhou = person(lanjing, 'zhou', '周涛', 'management_representative')
export const wu = person(lanjing, 'wu', '吴刚', 'general_manager')
export const zheng = person(lanjing, 'zheng', '郑凯', 'administrator')
export const qian = person(lanjing, 'qian', '钱颖', 'auditor')
export const feng = person(beacon, 'feng', '冯雪', 'administrator')
export const han = person(beacon, 'han', '韩冰', 'auditor')
export const ma = person(beacon, 'ma', '马骏', 'auditor')
export const tao = person(beacon, 'tao', '陶然', 'certification_officer')
export const lin = person(beacon, 'lin', '林静', 'certification_decider')
export const xu = person(beacon, 'xu', '许诺', 'certification_decider')
export const gu = person(beacon, 'gu', '顾真', 'certification_decider')
export const jin = person(beacon, 'jin', '金岳', 'general_manager')

export const people = [wang, zhao, li, chen, sun, zhou, wu, zheng, qian, feng, han, ma, tao, lin, xu, gu, jin]
export const organisations = [lanjing, beacon]

/** This person at work in the own organisation. */
export function actorOf({ personId, org, name, roles }: SeedPerson): Actor {
  return { kind: 'person', personId, orgId: org.orgId, name, roles }
}

/** The password of everybody above. Only ever in a demo or a test. */
export const demoPassword = 'starproof-demo'
