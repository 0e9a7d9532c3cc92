// Tests of which files make a model.
package driver

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
)

func TestModelFilesAreSortedAndOnlyModels(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"b.json", "a.JSON", "z/a.json", "z/y/b.json", "z.json", "README.md", ".hidden.json", ".git/x.json", "_old/x.json", "x.json.orig"} {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), "{}")
	}
	var diags diag.List
	var got []string
	for _, file := range readModel(dir, &diags) {
		name, err := filepath.Rel(dir, filepath.FromSlash(file.Name))
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, filepath.ToSlash(name))
	}
	if diff := cmp.Diff([]string{"a.JSON", "b.json", "z.json", "z/a.json", "z/y/b.json"}, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if said := codes(&diags); said != nil {
		t.Errorf("diagnostics: %s", said)
	}
}

func TestWhatIsAnEntryOfModels(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"a.json", "b/x.json", "c/d/x.json", "e/notes.txt", "generate.go", ".f.json", "_g.json", ".h/x.json", "README"} {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), "{}")
	}
	if err := os.Symlink(filepath.Join(dir, "b"), filepath.Join(dir, "link")); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		if isEntry(filepath.Join(dir, entry.Name()), entry) {
			got = append(got, entry.Name())
		}
	}
	if diff := cmp.Diff([]string{"a.json", "b", "c", "link"}, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestWhatCannotBeReadIsReportedAllOfIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, filepath.Join(dir, "fine.json"), "{}")
	for _, name := range []string{"dangling.json", "also.json"} {
		if err := os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, name)); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	var diags diag.List
	if files := readModel(dir, &diags); len(files) != 1 {
		t.Errorf("%d files were read, want the one that can be", len(files))
	}
	if said := codes(&diags); len(said) != 2 {
		t.Errorf("diagnostics: %q, want one for each link", said)
	}
}

func TestDeviceIsNoModel(t *testing.T) {
	t.Parallel()
	info, err := os.Stat(os.DevNull)
	if err != nil || info.Mode()&fs.ModeDevice == 0 {
		t.Skipf("%s is no device here", os.DevNull)
	}
	var diags diag.List
	if files := readModel(os.DevNull, &diags); len(files) != 0 {
		t.Errorf("a device was read as %d files", len(files))
	}
	has(t, codes(&diags), "error[model.read]", "a device")
}

func TestFileThatIsTooLarge(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "huge.json")
	put(t, name, "")
	if err := os.Truncate(name, source.MaxSize+1); err != nil { // Sparse: it takes no space.
		t.Skipf("no sparse files here: %v", err)
	}
	var diags diag.List
	if files := readModel(name, &diags); len(files) != 0 {
		t.Error("it was read")
	}
	has(t, codes(&diags), "error[model.read]", "larger than 256 MiB")
}
