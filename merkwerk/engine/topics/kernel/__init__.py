"""All topics in arrays, held against a batch of posts in one compiled pass. Only `Matcher` comes
here, when there are topics enough: importing `kernel.kernel` loads numba. See
`docs/decisions/0012-topics-in-arrays-compiled.md`."""
