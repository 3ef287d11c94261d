import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jdt.core.JavaCore;
import org.eclipse.jdt.core.compiler.IProblem;
import org.eclipse.jdt.core.dom.AST;
import org.eclipse.jdt.core.dom.ASTParser;
import org.eclipse.jdt.core.dom.CompilationUnit;
import org.eclipse.jdt.core.formatter.CodeFormatter;
import org.eclipse.jdt.core.formatter.DefaultCodeFormatterConstants;
import org.eclipse.jdt.internal.formatter.DefaultCodeFormatter;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.Document;

/** Lays out the Java source that comes in and writes it out: {@code Format NAME}. */
public final class Format {
    public static void main(String[] args) throws IOException, BadLocationException {
        String source = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> options = new HashMap<>(DefaultCodeFormatterConstants.getJavaConventionsSettings());
        JavaCore.setComplianceOptions(JavaCore.latestSupportedJavaVersion(), options);
        options.put(DefaultCodeFormatterConstants.FORMATTER_TAB_CHAR, JavaCore.SPACE);
        options.put(DefaultCodeFormatterConstants.FORMATTER_TAB_SIZE, "4");
        options.put(DefaultCodeFormatterConstants.FORMATTER_LINE_SPLIT, "100");
        options.put(DefaultCodeFormatterConstants.FORMATTER_COMMENT_FORMAT_LINE_COMMENT, "false");
        options.put(DefaultCodeFormatterConstants.FORMATTER_COMMENT_FORMAT_BLOCK_COMMENT, "false");
        options.put(DefaultCodeFormatterConstants.FORMATTER_JOIN_WRAPPED_LINES, "false");
        var edit = new DefaultCodeFormatter(options).format(CodeFormatter.K_COMPILATION_UNIT | CodeFormatter.F_INCLUDE_COMMENTS, source, 0, source.length(), 0, "\n");
        if (edit == null) {
            System.err.println(args[0] + ": " + fault(source, options));
            System.exit(1);
        }
        var document = new Document(source);
        edit.apply(document);
        new PrintStream(System.out, false, StandardCharsets.UTF_8).append(document.get()).flush();
    }

    private static String fault(String source, Map<String, String> options) {
        ASTParser parser = ASTParser.newParser(AST.getJLSLatest());
        parser.setCompilerOptions(options);
        parser.setSource(source.toCharArray());
        for (IProblem problem : ((CompilationUnit) parser.createAST(null)).getProblems()) {
            if (problem.isError()) return problem.getSourceLineNumber() + ": " + problem.getMessage();
        }
        return "this is not laid out, as it cannot be read";
    }
}
