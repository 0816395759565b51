/** The sign of Renexus: two ends and what joins them. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden style={{ flex: 'none' }}>
      <rect width="32" height="32" rx="8" fill="#0b7568" />
      <path d="M9.5 22.5v-13l13 13v-13" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round" />
      <circle cx="9.5" cy="9.5" r="2.6" fill="#9ee5da" />
      <circle cx="22.5" cy="22.5" r="2.6" fill="#9ee5da" />
    </svg>
  )
}
