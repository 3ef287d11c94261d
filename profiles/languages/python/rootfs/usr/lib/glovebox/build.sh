# Finishes the image: what the libraries would make and keep on their first use is made here, as nothing can be kept in a box.
set -e
modules=/usr/lib/python3/dist-packages

# Matplotlib takes a folder that it cannot write to for a broken one, and would look for fonts anew in each run.
grep -q 'if os.access(str(configdir), os.W_OK) and configdir.is_dir():' "$modules/matplotlib/__init__.py"
sed -i 's/if os.access(str(configdir), os.W_OK) and configdir.is_dir():/if configdir.is_dir():/' "$modules/matplotlib/__init__.py"
mkdir -p /usr/lib/glovebox/matplotlib
MPLBACKEND=agg MPLCONFIGDIR=/usr/lib/glovebox/matplotlib python3 -c 'import matplotlib.font_manager'
test -s "$(ls /usr/lib/glovebox/matplotlib/fontlist-*.json)"

# Pillow looks for programs that show an image. This one is found first, and costs nothing until Image.show() is called.
printf '\n\nimport glovebox_pictures\n\nregister(glovebox_pictures.viewer(Viewer), 0)\n' >> "$modules/PIL/ImageShow.py"
python3 -c 'from PIL import ImageShow; assert type(ImageShow._viewers[0]).__name__ == "Terminal"'

mkdir -p /usr/lib/glovebox/black
echo 'x=1' | BLACK_CACHE_DIR=/usr/lib/glovebox/black black -q - > /dev/null

python3 -m compileall -q "$modules/matplotlib/__init__.py" "$modules/PIL/ImageShow.py" "$modules/glovebox_pictures.py" "$modules/glovebox_plots.py"
# The harness of unit tests is loaded anew for each grading.
python3 -m compileall -q --invalidation-mode unchecked-hash /usr/lib/glovebox/tests
find /usr/lib/glovebox -type d -exec chmod 755 {} +
find /usr/lib/glovebox -type f -exec chmod 644 {} +
