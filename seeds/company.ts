import * as account from '#src/account/door.ts'
import * as company from '#src/company/door.ts'
import type { Actor } from '#src/shared/actor.ts'
import type { Day } from '#src/shared/instant.ts'
import { addDays, dayOf } from '#src/shared/instant.ts'
import * as data from './lanjing.ts'
import { beacon, demoPassword, lanjing, people, type SeedOrganisation } from './people.ts'
import { type Seeding, seedId } from './seeding.ts'

const SPEAKING_HOTLINE = '400-000-0000'

/** Both organisations with their people; the body may have been there long before the company. */
export async function seedOrganisations(seeding: Seeding, startAt: string, bodyStartAt = startAt): Promise<void> {
  const passwordHash = await account.hashPassword(demoPassword)
  await seedOrganisation(seeding, beacon, bodyStartAt, passwordHash)
  await seedOrganisation(seeding, lanjing, startAt, passwordHash)
}

/** The company's outlets, staff, customers and promises, as they stood `startAt`. */
export async function seedCompany(seeding: Seeding, startAt: string, today: Day): Promise<void> {
  const by: Actor = { kind: 'system', orgId: lanjing.orgId, name: 'seed', roles: [] }
  const step = <T>(name: string, act: Parameters<Seeding['step']>[3]) =>
    seeding.step(name, by, startAt, act) as Promise<T>

  await step('calendar', (tx) => company.changeCalendar(tx, { calendar: company.startingCalendar(), version: 1 }))
  for (const promise of company.STARTING_PROMISES) {
    const { code, terms } = promise
    await step(`promise ${code}`, (tx) =>
      company.enterPromise(tx, { id: seedId(`promise ${code}`), code, terms, inForceAt: startAt }),
    )
  }
  for (const { key, ...department } of data.departments) {
    await step(`department ${key}`, (tx) =>
      company.addDepartment(tx, { id: seedId(`department ${key}`), ...department }),
    )
  }
  for (const { key, aroundTheClock = false, ...outlet } of data.outlets) {
    await step(`outlet ${key}`, (tx) =>
      company.addOutlet(tx, {
        id: seedId(`outlet ${key}`),
        ...outlet,
        provinceCode: outlet.cityCode.slice(0, 2),
        phone: '',
        aroundTheClock,
        openedOn: '2020-03-01',
      }),
    )
  }
  for (const kind of data.qualificationKinds) {
    await step(`qualification kind ${kind.code}`, (tx) => company.addQualificationKind(tx, kind))
  }
  for (const one of data.staff) await seedStaff(step, one, today)
  // A department is led by somebody who must exist first.
  await step('head of service', (tx) =>
    company.changeDepartment(tx, seedId('department service'), {
      name: '售后服务部',
      duties: '受理、派工、回访与投诉处理',
      headStaffId: seedId('staff A03'),
      version: 1,
    }),
  )
  await step('head of quality', (tx) =>
    company.changeDepartment(tx, seedId('department quality'), {
      name: '质量管理部',
      duties: '质量问题分析、服务监督',
      headStaffId: seedId('staff A02'),
      version: 1,
    }),
  )
  for (const { key, ...model } of data.models) {
    await step(`model ${key}`, (tx) => company.addProductModel(tx, { id: seedId(`model ${key}`), ...model }))
  }
  for (const customer of data.customers) await seedCustomer(step, customer, today)
}

async function seedOrganisation(
  seeding: Seeding,
  org: SeedOrganisation,
  at: string,
  passwordHash: string,
): Promise<void> {
  const by: Actor = { kind: 'system', orgId: org.orgId, name: 'seed', roles: [] }
  await seeding.step(`organisation ${org.slug}`, by, at, (tx) =>
    account.createOrganisation(tx, {
      slug: org.slug,
      name: org.name,
      kind: org.kind,
      hotline: org.kind === 'company' ? SPEAKING_HOTLINE : '',
      demo: true,
    }),
  )
  for (const { personId, userName, name, roles } of people.filter((person) => person.org === org)) {
    await seeding.step(`person ${userName}`, by, at, (tx) =>
      account.addPerson(tx, {
        personId,
        userName,
        name,
        roles,
        email: `${userName}@${org.slug}.example`,
        passwordHash,
      }),
    )
  }
}

type Step = <T>(name: string, act: Parameters<Seeding['step']>[3]) => Promise<T>

async function seedStaff(step: Step, one: (typeof data.staff)[number], today: Day): Promise<void> {
  const id = seedId(`staff ${one.number}`)
  await step(`staff ${one.number}`, (tx) =>
    company.addStaff(tx, {
      id,
      number: one.number,
      name: one.name,
      phone: `139000009${one.number.replace(/\D/g, '')}`,
      post: one.post,
      personId: people.find((person) => person.userName === one.person)?.personId ?? null,
      departmentId: one.department ? seedId(`department ${one.department}`) : null,
      outletId: one.outlet ? seedId(`outlet ${one.outlet}`) : null,
      managesService: one.managesService ?? false,
      goesOnSite: one.goesOnSite ?? false,
      joinedOn: '2021-05-06',
    }),
  )
  for (const [kindCode, days] of Object.entries(one.licences ?? {})) {
    await step(`licence ${one.number} ${kindCode}`, (tx) =>
      company.addQualification(tx, {
        id: seedId(`licence ${one.number} ${kindCode}`),
        staffId: id,
        kindCode,
        certificateNumber: `T3100${one.number}${kindCode.length}`,
        issuedOn: addDays(today, days - 1095),
        expiresOn: addDays(today, days),
      }),
    )
  }
}

async function seedCustomer(step: Step, one: (typeof data.customers)[number], today: Day): Promise<void> {
  const id = seedId(`customer ${one.key}`)
  await step(`customer ${one.key}`, (tx) =>
    company.addCustomer(tx, {
      id,
      number: `K${one.key.slice(1).padStart(4, '0')}`,
      name: one.name,
      kind: 'company',
      contactName: one.contact,
      phone: one.phone,
      email: '',
      address: one.address,
      cityCode: one.cityCode,
      longitude: one.longitude,
      latitude: one.latitude,
      note: '',
    }),
  )
  for (const [model, serialNumber, boughtDaysAgo] of one.products) {
    await step(`product ${serialNumber}`, (tx) =>
      company.addInstalledProduct(tx, {
        id: seedId(`product ${serialNumber}`),
        customerId: id,
        modelId: seedId(`model ${model}`),
        modelName: '',
        serialNumber,
        boughtOn: addDays(today, -boughtDaysAgo),
        installedOn: addDays(today, 7 - boughtDaysAgo),
        address: one.address,
      }),
    )
  }
}

export function todayOf(instant: Date): Day {
  return dayOf(instant.getTime())
}
