import { expect, it } from 'vitest'
import { exportedFunctions, reachedFrom } from './reach.ts'
import { AREAS, filesUnder, productFiles, read } from './source.ts'

const file = (path: string) => ({ path, text: read(path) })
const tests = filesUnder('src', 'test').filter((path) => /[.]test[.]tsx?$/.test(path))
const RULES_AND_STORES = new RegExp(`^src/(${AREAS.join('|')})/(.*/)?(access|rules|store)(/.+)?[.]ts$`)

it('every function of rules, access and store is run by a test', () => {
  const product = productFiles()
  const reached = reachedFrom(tests.map(file), product.map(file))
  const unrun = product
    .filter((path) => RULES_AND_STORES.test(path))
    .flatMap((path) => exportedFunctions(file(path)).map((name) => ({ path, name })))
    .filter(({ name }) => !reached.has(name))
    .map(({ path, name }) => `${name} (${path})`)
  expect(unrun).toEqual([])
})

it('a handler counts as run where a test names its endpoint, and only there', () => {
  const product = [
    {
      path: 'src/company/routes.ts',
      text: `
        import * as actions from './actions.ts'
        import { closeShop, openShop } from './contract.ts'
        export const shopRoutes = (mount) => {
          mount.command(openShop, (tx, { body }) => actions.open(tx, body))
          mount.command(closeShop, (tx) => actions.close(tx))
        }`,
    },
    {
      path: 'src/company/actions.ts',
      text: `
        import { mayOpen as may, mayClose } from './rules.ts'
        export async function open(tx, body) { return may(body) }
        export const close = async (tx) => mayClose(tx)`,
    },
  ]
  const test = {
    path: 'a.test.ts',
    text: `import { openShop, shopRoutes } from './x.ts'\nuse(shopRoutes).call(openShop)`,
  }
  const reached = reachedFrom([test], product)
  expect([...reached].sort()).toEqual(['mayOpen', 'open', 'openShop', 'shopRoutes'])
})
