// What the linker keeps of a generated package for a program that makes one call.

package archtest

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestOneCallLinksItsTablesOnly(t *testing.T) {
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "onecall")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "./testdata/onecall").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	out, err := exec.CommandContext(t.Context(), "go", "tool", "nm", binary).Output()
	if err != nil {
		t.Fatalf("go tool nm: %v", err)
	}
	symbols := string(out)
	const pkg = module + "/generated/lambda."
	for _, kept := range []string{"opGetFunctionEventInvokeConfig", "schemaGetFunctionEventInvokeConfigRequest", "schemaDestinationConfig"} {
		if !strings.Contains(symbols, pkg+kept) {
			t.Errorf("%s is not linked, although the call needs it", kept)
		}
	}
	for _, dropped := range []string{"opPutFunctionEventInvokeConfig", "opListFunctionEventInvokeConfigs", "schemaListFunctionEventInvokeConfigsResponse", "schemaResourceConflictException"} {
		if strings.Contains(symbols, pkg+dropped) {
			t.Errorf("%s is linked, although the call does not need it", dropped)
		}
	}
	for _, large := range []string{
		"regexp", "regexp/syntax", "github.com/dlclark/regexp2", module + "/rt/checksum", module + "/rt/discovery", module + "/rt/events",
		module + "/rt/httpauth", module + "/rt/sessions", module + "/rt/sigv4a", module + "/rt/special",
	} {
		if found := regexp.MustCompile(`(?m) T ` + regexp.QuoteMeta(large) + `\..*`).FindString(symbols); found != "" {
			t.Errorf("of %s there is%s, although the call does not need it", large, found)
		}
	}
	if found := regexp.MustCompile(regexp.QuoteMeta(pkg) + `init(\.\d+)?\b`).FindString(symbols); found != "" {
		t.Errorf("%s runs at init", found)
	}
}
