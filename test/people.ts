/** The people of all tests are those of the demo. */
export type { SeedOrganisation as TestOrganisation, SeedPerson as TestPerson } from '#seeds/people.ts'
export {
  beacon,
  chen,
  demoPassword as testPassword,
  feng,
  han,
  lanjing,
  li,
  organisations,
  people,
  qian,
  sun,
  wang,
  wu,
  zhao,
  zheng,
  zhou,
} from '#seeds/people.ts'
