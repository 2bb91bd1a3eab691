/** The same numbers as a chart, as a table: what a screen reader gets instead of the picture. */
type TableTwinProps = { caption: string; headings: readonly string[]; rows: readonly (readonly string[])[] };

export function TableTwin({ caption, headings, rows }: TableTwinProps) {
  return (
    <div className="sr-only">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...rest]) => (
            <tr key={first}>
              <th scope="row">{first}</th>
              {rest.map((cell, index) => (
                <td key={headings[index + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
