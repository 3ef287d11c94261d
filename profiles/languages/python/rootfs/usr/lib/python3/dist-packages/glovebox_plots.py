"""Matplotlib's backend of a box: plt.show() prints every open figure into the terminal and closes it."""

from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

from glovebox_pictures import put_figure


class FigureManager(FigureManagerBase):
    def show(self):
        put_figure(self.canvas.figure)

    @classmethod
    def pyplot_show(cls, *, block=None):
        for manager in Gcf.get_all_fig_managers():
            manager.show()
            Gcf.destroy(manager)


class FigureCanvas(FigureCanvasAgg):
    manager_class = FigureManager
