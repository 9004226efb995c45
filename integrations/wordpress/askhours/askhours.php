<?php
/**
 * Plugin Name:       Askhours
 * Description:       Shows visitors whether your team is there, and takes their question. Adds the script tag of your own Askhours edge, and nothing else.
 * Version:           0.1.0
 * Requires at least: 6.4
 * Requires PHP:      7.4
 * Author:            The Askhours developers
 * License:           MIT
 * License URI:       https://opensource.org/license/mit
 * Text Domain:       askhours
 * Domain Path:       /languages
 *
 * The plugin adds one script tag to the pages of the website, and the element of the shortcode [askhours]. It stores one
 * option, sets no cookie, and talks to no server: the visitor's browser talks to the edge that the settings name.
 *
 * @package Askhours
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

const ASKHOURS_OPTION = 'askhours';
const ASKHOURS_HANDLE = 'askhours';
const ASKHOURS_PAGE   = 'askhours';

add_action( 'wp_enqueue_scripts', 'askhours_enqueue' );
add_filter( 'wp_script_attributes', 'askhours_attributes' );
add_action( 'admin_menu', 'askhours_menu' );
add_action( 'admin_init', 'askhours_settings' );
add_filter( 'plugin_action_links_' . plugin_basename( __FILE__ ), 'askhours_links' );
add_shortcode( 'askhours', 'askhours_shortcode' );

/**
 * The settings, with what holds where one is missing.
 *
 * @return array{edge: string, site: string, lang: string, launcher: bool}
 */
function askhours_options() {
	$stored = get_option( ASKHOURS_OPTION );
	$stored = is_array( $stored ) ? $stored : array();
	return array(
		'edge'     => isset( $stored['edge'] ) ? (string) $stored['edge'] : '',
		'site'     => isset( $stored['site'] ) ? (string) $stored['site'] : '',
		'lang'     => isset( $stored['lang'] ) ? (string) $stored['lang'] : 'page',
		'launcher' => ! isset( $stored['launcher'] ) || (bool) $stored['launcher'],
	);
}

/**
 * The address of the script; empty until the settings are complete.
 *
 * @return string
 */
function askhours_script() {
	$options = askhours_options();
	if ( '' === $options['edge'] || '' === $options['site'] ) {
		return '';
	}
	return $options['edge'] . '/' . $options['site'] . '.js';
}

/** Adds the script tag to the pages that visitors see. */
function askhours_enqueue() {
	$script = askhours_script();
	if ( '' === $script ) {
		return;
	}
	// Without a version in the address: the edge says by itself for how long browsers may keep the script.
	// phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion
	wp_enqueue_script( ASKHOURS_HANDLE, $script, array(), null, array( 'strategy' => 'async' ) );
}

/**
 * Writes the settings onto the script tag. WordPress escapes what stands in attributes.
 *
 * @param array<string, string|bool> $attributes The attributes of any script tag.
 * @return array<string, string|bool>
 */
function askhours_attributes( $attributes ) {
	if ( ! isset( $attributes['id'] ) || ASKHOURS_HANDLE . '-js' !== $attributes['id'] ) {
		return $attributes;
	}
	$options = askhours_options();
	if ( 'site' === $options['lang'] ) {
		$attributes['data-lang'] = get_bloginfo( 'language' );
	}
	if ( ! $options['launcher'] ) {
		$attributes['data-launcher'] = 'none';
	}
	return $attributes;
}

/**
 * The shortcode: `[askhours mode="inline"]` is the form in the page, `[askhours mode="status"]` the badge, and
 * `[askhours]Ask us[/askhours]` a link that opens the dialog, and without JavaScript leads to the question page.
 *
 * @param array<string, string>|string $given   The attributes as they were written.
 * @param string|null                  $content What stands between the two halves.
 * @return string
 */
function askhours_shortcode( $given, $content = null ) {
	$options = askhours_options();
	if ( '' === askhours_script() ) {
		return '';
	}
	$given = shortcode_atts(
		array(
			'mode'  => 'inline',
			'topic' => '',
			'text'  => '',
		),
		is_array( $given ) ? $given : array(),
		'askhours'
	);
	$site  = $options['site'];
	if ( null !== $content && '' !== $content ) {
		$topic = '' === $given['topic'] ? '' : sprintf( ' data-ask-topic="%s"', esc_attr( $given['topic'] ) );
		$text  = '' === $given['text'] ? '' : sprintf( ' data-ask-text="%s"', esc_attr( $given['text'] ) );
		return sprintf(
			'<a href="%s" data-ask-open="%s"%s%s>%s</a>',
			esc_url( $options['edge'] . '/' . $site ),
			esc_attr( $site ),
			$topic,
			$text,
			wp_kses_post( $content )
		);
	}
	$mode = 'status' === $given['mode'] ? 'status' : 'inline';
	return sprintf( '<ask-hours site="%s" mode="%s"></ask-hours>', esc_attr( $site ), esc_attr( $mode ) );
}

/** Adds the page to the menu "Settings", for those who may change the website. */
function askhours_menu() {
	add_options_page( 'Askhours', 'Askhours', 'manage_options', ASKHOURS_PAGE, 'askhours_page' );
}

/** Makes the option and its fields known. WordPress checks nonce and capability of the form that `options.php` takes. */
function askhours_settings() {
	register_setting(
		ASKHOURS_PAGE,
		ASKHOURS_OPTION,
		array(
			'type'              => 'array',
			'sanitize_callback' => 'askhours_sanitize',
		)
	);
	add_settings_section( 'askhours', '', '__return_empty_string', ASKHOURS_PAGE );
	$fields = array(
		'edge'     => __( 'Address of your edge', 'askhours' ),
		'site'     => __( 'Site', 'askhours' ),
		'lang'     => __( 'Language', 'askhours' ),
		'launcher' => __( 'Launcher', 'askhours' ),
	);
	foreach ( $fields as $name => $label ) {
		$place = array( 'label_for' => 'askhours-' . $name );
		add_settings_field( 'askhours-' . $name, $label, 'askhours_field_' . $name, ASKHOURS_PAGE, 'askhours', $place );
	}
}

/**
 * Takes what was typed into the settings. What is wrong is told, and what held before stays.
 *
 * What it gives it takes as it is, because WordPress calls it twice while the option does not exist yet: in
 * `update_option()`, and in `add_option()` with what came of it.
 *
 * @param mixed $typed The fields.
 * @return array{edge: string, site: string, lang: string, launcher: bool}
 */
function askhours_sanitize( $typed ) {
	$options = askhours_options();
	if ( ! is_array( $typed ) ) {
		return $options;
	}
	$text = function ( $name ) use ( $typed ) {
		return isset( $typed[ $name ] ) && is_string( $typed[ $name ] ) ? trim( $typed[ $name ] ) : '';
	};
	$edge = untrailingslashit( $text( 'edge' ) );
	// Scheme, host and port alone: the script of a site stands at the root of its edge.
	if ( '' === $edge || preg_match( '#^https?://[A-Za-z0-9.-]+(:[0-9]+)?$#D', $edge ) ) {
		$options['edge'] = $edge;
	} else {
		$detail = __( 'Write the address of your edge with scheme and host alone, such as https://ask.example.com.', 'askhours' );
		add_settings_error( ASKHOURS_OPTION, 'askhours-edge', $detail );
	}
	$site = $text( 'site' );
	if ( '' === $site || preg_match( '/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/D', $site ) ) {
		$options['site'] = $site;
	} else {
		$detail = __( 'A site is named by up to 40 letters a to z, digits and hyphens, such as nordwind.', 'askhours' );
		add_settings_error( ASKHOURS_OPTION, 'askhours-site', $detail );
	}
	$options['lang']     = 'site' === $text( 'lang' ) ? 'site' : 'page';
	$options['launcher'] = isset( $typed['launcher'] ) && in_array( $typed['launcher'], array( '1', true ), true );
	return $options;
}

/** The page of the settings. */
function askhours_page() {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	?>
	<div class="wrap">
		<h1><?php echo esc_html( get_admin_page_title() ); ?></h1>
		<form action="options.php" method="post">
			<?php
			settings_fields( ASKHOURS_PAGE );
			do_settings_sections( ASKHOURS_PAGE );
			submit_button();
			?>
		</form>
	</div>
	<?php
}

/** The field for the edge's address. */
function askhours_field_edge() {
	$help = __( 'Where your Askhours edge answers. The script comes from there.', 'askhours' );
	askhours_text( 'edge', 'url', 'https://ask.example.com', $help );
}

/** The field for the site's id. */
function askhours_field_site() {
	askhours_text( 'site', 'text', 'nordwind', __( 'The id under which the site is configured at the edge.', 'askhours' ) );
}

/**
 * A field for a line of text.
 *
 * @param string $name        The option's name.
 * @param string $type        The input's type.
 * @param string $placeholder An example.
 * @param string $help        What it is for.
 */
function askhours_text( $name, $type, $placeholder, $help ) {
	printf(
		'<input id="askhours-%1$s" name="%2$s[%1$s]" type="%3$s" class="regular-text code" value="%4$s" placeholder="%5$s" aria-describedby="askhours-%1$s-help"><p class="description" id="askhours-%1$s-help">%6$s</p>',
		esc_attr( $name ),
		esc_attr( ASKHOURS_OPTION ),
		esc_attr( $type ),
		esc_attr( askhours_options()[ $name ] ),
		esc_attr( $placeholder ),
		esc_html( $help )
	);
}

/** The field for what tells the language. */
function askhours_field_lang() {
	$choices = array(
		'page' => __( 'That of the page, else the browser’s', 'askhours' ),
		'site' => __( 'That of the page, else that of this website', 'askhours' ),
	);
	printf( '<select id="askhours-lang" name="%s[lang]">', esc_attr( ASKHOURS_OPTION ) );
	foreach ( $choices as $value => $label ) {
		$selected = selected( askhours_options()['lang'], $value, false );
		printf( '<option value="%s"%s>%s</option>', esc_attr( $value ), $selected, esc_html( $label ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- selected() gives an attribute.
	}
	echo '</select>';
}

/** The field that shows or hides the floating launcher. */
function askhours_field_launcher() {
	printf(
		'<label><input id="askhours-launcher" name="%s[launcher]" type="checkbox" value="1"%s> %s</label>',
		esc_attr( ASKHOURS_OPTION ),
		checked( askhours_options()['launcher'], true, false ), // phpcs:ignore WordPress.Security.EscapeOutput -- checked() gives an attribute.
		esc_html__( 'Show the floating launcher on every page', 'askhours' )
	);
}

/**
 * Adds a link to the settings in the list of plugins.
 *
 * @param string[] $links The links of this plugin.
 * @return string[]
 */
function askhours_links( $links ) {
	$address = admin_url( 'options-general.php?page=' . ASKHOURS_PAGE );
	array_unshift( $links, sprintf( '<a href="%s">%s</a>', esc_url( $address ), esc_html__( 'Settings', 'askhours' ) ) );
	return $links;
}
