import { type ComponentType, createContext } from 'react'

/**
 * What the customer's page shows of services done: the floor above fills it (this floor cannot know it). The app that holds both gives
 * the component by `<ServiceHistory value={…}>`; without one the page leaves the place out.
 */
export const ServiceHistory = createContext<ComponentType<{ customerId: string }> | null>(null)
