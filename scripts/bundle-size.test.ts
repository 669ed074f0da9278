import { describe, expect, it } from 'vitest'
import { firstScreenOf, reachableFiles } from './bundle-size.ts'

const manifest = {
  'page.html': { file: 'page.js', imports: ['_react.js'], dynamicImports: ['home.tsx'], css: ['page.css'] },
  '_react.js': { file: 'react.js', imports: ['page.html'] },
  'home.tsx': { file: 'home.js', imports: ['_react.js'], dynamicImports: ['chart.tsx'] },
  'chart.tsx': { file: 'chart.js' },
}

describe('what a first screen weighs', () => {
  it('is the page with its imports, each once, without what loads later', () => {
    expect([...reachableFiles(manifest, ['page.html'], { lazy: false })].sort()).toEqual([
      'page.css',
      'page.js',
      'react.js',
    ])
    expect([...reachableFiles(manifest, ['page.html', 'home.tsx'], { lazy: false })]).toContain('home.js')
  })

  it('is kept whole for use offline, with all that may load later', () => {
    expect(reachableFiles(manifest, ['page.html'], { lazy: true })).toContain('chart.js')
  })

  it('says so when the build is not of this source', () => {
    expect(() => reachableFiles(manifest, ['gone.html'], { lazy: false })).toThrow('gone.html is not in the build')
  })

  it('finds the screen at the first address', () => {
    const list =
      "readyScreens([{ path: '/', who: 'public', load: () => import('./home.tsx') }, { path: '/x', load: () => import('./x.tsx') }])"
    expect(firstScreenOf(list, 'src/app/portal/screens.ts')).toBe('src/app/portal/home.tsx')
    expect(firstScreenOf(list.replace('./home', '#src/service/day/phone/day'), 'a/b.ts')).toBe(
      'src/service/day/phone/day.tsx',
    )
    expect(() => firstScreenOf('readyScreens([])', 'a/b.ts')).toThrow("a/b.ts registers no screen at '/'")
  })
})
