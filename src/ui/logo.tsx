/** The seal of Starproof: a star that carries the check. Decorative beside the name; alone it needs `title`. */
// biome-ignore-start lint/a11y/noSvgWithoutTitle: hidden beside the written name, titled where it stands alone
export function Logo({ size = 32, title }: { size?: number; title?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 64 64"
      role={title ? 'img' : undefined}
      aria-hidden={title ? undefined : true}
    >
      {title && <title>{title}</title>}
      <path
        d="M32.00 5.80A5.3 5.3 0 0 1 42.03 7.79A5.3 5.3 0 0 1 50.53 13.47A5.3 5.3 0 0 1 56.21 21.97A5.3 5.3 0 0 1 58.20 32.00A5.3 5.3 0 0 1 56.21 42.03A5.3 5.3 0 0 1 50.53 50.53A5.3 5.3 0 0 1 42.03 56.21A5.3 5.3 0 0 1 32.00 58.20A5.3 5.3 0 0 1 21.97 56.21A5.3 5.3 0 0 1 13.47 50.53A5.3 5.3 0 0 1 7.79 42.03A5.3 5.3 0 0 1 5.80 32.00A5.3 5.3 0 0 1 7.79 21.97A5.3 5.3 0 0 1 13.47 13.47A5.3 5.3 0 0 1 21.97 7.79A5.3 5.3 0 0 1 32.00 5.80z"
        fill="#0b5f57"
      />
      <path
        d="M32.00 14.40L37.64 25.03L49.50 27.11L41.13 35.77L42.82 47.69L32.00 42.40L21.18 47.69L22.87 35.77L14.50 27.11L26.36 25.03z"
        fill="#f4c152"
        stroke="#f4c152"
        strokeWidth="4"
        strokeLinejoin="round"
      />
      <path
        d="M25.4 33.2l4.9 5.1 9.2-9.8"
        fill="none"
        stroke="#0b5f57"
        strokeWidth="4.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
// biome-ignore-end lint/a11y/noSvgWithoutTitle: see above
