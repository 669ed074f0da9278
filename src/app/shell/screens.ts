import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type deskWords from '#src/app/messages/zh-CN/desk.json'
import type shellWords from '#src/app/messages/zh-CN/shell.json'
import type { Role } from '#src/shared/endpoint.ts'
import type { IconName } from '#src/ui/icon.tsx'

/** Names of the desk's sections; each is worded in the catalogue `desk` under `group`. */
export type NavGroup = keyof typeof deskWords.group
/** Names of entries; each is worded in the catalogue `desk` under `item`, those of the phone, which must stay light, also in `shell` under `nav.item`. */
export type NavItem = keyof typeof deskWords.item
export type PhoneItem = keyof typeof shellWords.nav.item

export type OrganisationKind = 'company' | 'certification_body'

export type ScreenProps = { params: Record<string, string | undefined> }
type ScreenModule = { default: ComponentType<ScreenProps> }

export type Screen = {
  /** Path inside the app, e.g. `/requests/:requestId`; the component is given `params`. */
  path: string
  /** Who may enter: the same answer as the endpoints that the screen calls first. `public` only in the portal. */
  who: readonly Role[] | 'signed_in' | 'public'
  /** Left out where organisations of both kinds need it. */
  of?: OrganisationKind
  /** Left out for screens that are opened from others. */
  nav?: { group: NavGroup; key: NavItem; icon?: IconName }
  load: () => Promise<ScreenModule>
}

export type ReadyScreen = Screen & { Component: LazyExoticComponent<ComponentType<ScreenProps>> }

/** Makes each screen loadable once, and refuses two of one path. */
export function readyScreens(screens: readonly Screen[]): readonly ReadyScreen[] {
  const paths = new Set<string>()
  return screens.map((screen) => {
    if (paths.has(screen.path)) throw new Error(`two screens at ${screen.path}`)
    paths.add(screen.path)
    return { ...screen, Component: lazy(screen.load) }
  })
}

/** The screens that an organisation of this kind works with. */
export function screensOf<S extends Screen>(screens: readonly S[], kind: OrganisationKind): readonly S[] {
  return screens.filter((screen) => screen.of === undefined || screen.of === kind)
}

export function mayEnter(who: Screen['who'], roles: readonly Role[]): boolean {
  return who === 'public' || who === 'signed_in' || who.some((role) => roles.includes(role))
}

/** What the navigation shows these roles, grouped, in the order of the list. */
export function navigationFor<S extends Screen>(
  screens: readonly S[],
  roles: readonly Role[],
): { group: NavGroup; screens: S[] }[] {
  const groups: { group: NavGroup; screens: S[] }[] = []
  for (const screen of screens) {
    if (!screen.nav || !mayEnter(screen.who, roles)) continue
    const known = groups.find((one) => one.group === screen.nav!.group)
    if (known) known.screens.push(screen)
    else groups.push({ group: screen.nav.group, screens: [screen] })
  }
  return groups
}

/** Whether an entry is the one to mark for this place: itself, or a screen under it. */
export function isUnder(place: string, entry: string): boolean {
  return entry === '/' ? place === '/' : place === entry || place.startsWith(`${entry}/`)
}
