"""What is taken along as a file."""

import json

from merkwerk.lib.downloads import json_file


def test_a_browser_keeps_it_and_takes_it_for_no_page() -> None:
    answer = json_file({"said": "<script>1 & 2</script> é"}, name="stored-1.json")
    assert answer["Content-Disposition"] == 'attachment; filename="stored-1.json"'
    assert not set("<>&") & set(answer.content.decode())
    assert json.loads(answer.content) == {"said": "<script>1 & 2</script> é"}
